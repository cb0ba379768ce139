// Compiled by a test, never run. Lines after "@ts-expect-error" must not compile.
import { Tidings, TidingsError, type Item } from '@tidings/client'
import '@tidings/client/bell'

const tidings = new Tidings({ url: 'https://tidings.example.com', token: async () => 'token', user: 'ann' })

const unsubscribe: () => void = tidings.status.subscribe(status => {
  if (status.state === 'stopped') console.log(status.reason?.length)
})
unsubscribe()

const feed = tidings.feed()
const newest: Item | undefined = feed.value.items[0]
feed.subscribe(({ counters }) => (document.title = `${counters.unread}, of orders ${counters.byCategory['orders']}`))
if (newest) feed.archive(newest.id).catch(error => error instanceof TidingsError && console.log(error.code))
feed.readAll({ category: 'orders' })

const room = tidings.channel('presence:doc.1', { grant: async () => 'grant' })
room.onEvent((event, { offset, isLive }) => console.log(event.type, offset + 1, isLive))
room.publish('typing', { at: 3 }).then(offset => offset + 1)

const bell = document.querySelector('tidings-bell')!
bell.client = tidings
bell.strings = { title: 'Benachrichtigungen', arrived: count => `${count} neue` }
bell.addEventListener('tidings-navigate', event => console.log(event.detail.url))

// @ts-expect-error A token is asked for, not given.
new Tidings({ url: '', token: 'token' })
// @ts-expect-error Values are never altered.
feed.value.items.push(newest)
// @ts-expect-error There is no such state.
tidings.status.value.state === 'connected'
