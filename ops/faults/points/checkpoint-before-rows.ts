import { Client } from 'pg'
import { textOf } from './statements.ts'

const isCheckpoint = (text: string): boolean => text.startsWith('UPDATE projection_checkpoint')

/** Executes the projector's UPDATE of its checkpoint in a session of its own, out of the transaction of the rows. */
export const checkpointBeforeRows = (): void => {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own `this` below
  const query = Client.prototype.query as (this: Client, ...args: unknown[]) => unknown
  const early = async (inTransaction: Client, args: readonly unknown[]): Promise<unknown> => {
    const { host, port, user, password, database } = inTransaction
    const other = new Client({
      host,
      port,
      ...(user === undefined ? {} : { user }),
      ...(database === undefined ? {} : { database }),
      ...(typeof password === 'string' ? { password } : {}),
    })
    await other.connect()
    try {
      return await query.apply(other, [...args])
    } finally {
      await other.end()
    }
  }
  const planted = function (this: Client, ...args: unknown[]): unknown {
    return isCheckpoint(textOf(args)) ? early(this, args) : query.apply(this, args)
  }
  // The overloads of the driver's types say the same.
  Client.prototype.query = planted as typeof Client.prototype.query
}
