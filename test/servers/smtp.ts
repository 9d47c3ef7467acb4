import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type ReceivedMail = {
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
  /** Whether it came over TLS, and as whom its sender had logged in. */
  readonly secure: boolean
  readonly user: string | undefined
}

export type TestSmtp = {
  readonly port: number
  readonly received: readonly ReceivedMail[]
  readonly stop: () => Promise<void>
}

export class Refusal extends Error {
  readonly responseCode: number
  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

export type TestSmtpOptions = SMTPServerOptions & {
  readonly port?: number
  /** Throws for what is not to be taken. */
  readonly onMail?: (to: readonly string[]) => void
}

/** A mail server of this machine, which keeps what it is given. */
export const startSmtp = async ({
  port = 0,
  onMail = () => undefined,
  ...options
}: TestSmtpOptions = {}): Promise<TestSmtp> => {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address)
      const { mailFrom } = session.envelope
      text(stream)
        .then((content) => {
          onMail(to)
          received.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to,
            text: content,
            secure: session.secure,
            user: typeof session.user === 'string' ? session.user : undefined,
          })
          done()
        })
        .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))))
    },
  })
  // Whoever tests trouble has clients that leave in the middle.
  server.on('error', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  // It listens on a port.
  const address = server.server.address() as AddressInfo
  return {
    port: address.port,
    received,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
