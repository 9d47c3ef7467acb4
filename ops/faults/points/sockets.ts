import { Socket } from 'node:net'

/** Cuts every connection of this process to a port, as a broken network does: nothing is said to either side. */
export type Scissors = { readonly cut: (port: number) => void }

/** Keeps an eye on every connection that this process opens from now on, whichever driver opens it. */
export const watchConnections = (): Scissors => {
  const open = new Set<Socket>()
  // Every driver ends up in this method; the untouched one does the work.
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own `this` below
  const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    open.add(this)
    this.once('close', () => open.delete(this))
    return connect.apply(this, args)
  }
  return {
    cut: (port) => {
      for (const socket of open) if (socket.remotePort === port) socket.destroy()
    },
  }
}
