/** The model's channels, each alone in its partition: the two of the feed, and rooms that pages listen to. */
export const ROOMS = ['private:a', 'private:b']
export const PARTITIONS = ['user', 'everyone', ...ROOMS]

export const nameOf = partition => (partition === 'user' ? 'user:ann' : partition)
export const partitionOf = channel => (channel === 'user:ann' ? 'user' : channel)
