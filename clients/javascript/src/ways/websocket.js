/** The stream over a WebSocket. A browser can give it a token only as a subprotocol. */
export function websocket(WebSocket, url, { token, resume }, link) {
  const address = new URL('v1/stream', url)
  address.protocol = address.protocol.replace('http', 'ws')
  if (resume) address.searchParams.set('resume', resume)
  const socket = new WebSocket(address.href, ['tidings.v1', `bearer.${token}`])
  socket.onmessage = ({ data }) => link.message(JSON.parse(data))
  // An error is always followed by a close, which says more.
  socket.onclose = ({ code }) => link.closed({ code })
  return {
    send(message) {
      const isOpen = socket.readyState === 1
      if (isOpen) socket.send(JSON.stringify(message))
      return isOpen
    },
    close: () => socket.close(1000),
  }
}
