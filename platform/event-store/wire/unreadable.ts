/** What came is no message of this protocol: asking again would bring the same. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
