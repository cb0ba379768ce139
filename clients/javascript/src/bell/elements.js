const SVG = 'http://www.w3.org/2000/svg'

/** An element with attributes, listeners (`onclick`) and children. Text is text: no markup is ever read. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value)
    else if (value === true) made.setAttribute(key, '')
    else if (value != null && value !== false) made.setAttribute(key, value)
  }
  made.append(...children.filter(child => child != null))
  return made
}

/** A drawing of lines, 24 by 24, in the text's colour. For the eye only. */
export function icon(path) {
  const svg = document.createElementNS(SVG, 'svg')
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', 'aria-hidden': 'true', part: 'icon' })) svg.setAttribute(key, value)
  const drawn = document.createElementNS(SVG, 'path')
  drawn.setAttribute('d', path)
  svg.append(drawn)
  return svg
}

export const ICONS = {
  bell: 'M18 9a6 6 0 0 0-12 0c0 6-2.5 7-2.5 8.5h17C20.5 16 18 15 18 9M9.5 20.5a2.8 2.8 0 0 0 5 0',
  close: 'M6 6l12 12M18 6L6 18',
  read: 'M4 12.5l5 5L20 6.5',
  unread: 'M12 5.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13',
  archive: 'M3.5 4.5h17v4h-17zM5 8.5v11h14v-11M9.5 12.5h5',
}

/** A link's address where it is one of those that are followed: http, https, or relative to the page. */
export function safeLink(url) {
  if (typeof url !== 'string' || !url) return null
  try {
    const { protocol, href } = new URL(url, document.baseURI)
    return protocol === 'http:' || protocol === 'https:' ? href : null
  } catch {
    return null
  }
}
