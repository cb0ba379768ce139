export { Tidings } from './tidings.js'
export { TidingsError } from './api.js'
