export { Tidings } from './tidings.js'
export { TidingsError } from './feed.js'
