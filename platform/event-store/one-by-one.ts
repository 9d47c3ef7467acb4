import type { SubscriptionMessage } from './types.ts'

/** The messages of a subscription for who looks at each by itself; none after its signal. */
export async function* oneByOne(
  messages: AsyncIterable<readonly SubscriptionMessage[]>,
  signal?: AbortSignal,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  for await (const some of messages)
    for (const message of some) {
      if (signal?.aborted === true) return
      yield message
    }
}
