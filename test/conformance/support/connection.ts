import { readFileSync } from 'node:fs'
import { credentials, Metadata, type ChannelCredentials } from '@grpc/grpc-js'

export type Credentials = { readonly username: string; readonly password: string }

/** What a connection string says, for the calls that the client does not have. */
export type Connection = {
  readonly url: string
  /** `host:port` of the first node. */
  readonly address: string
  readonly secure: boolean
  readonly login?: Credentials
}

const parts = /^esdb(?:\+discover)?:\/\/(?:([^:@/]+):([^@/]+)@)?([^/?]+)\/?(?:\?(.*))?$/

/** Throws an Error on what is not a connection string. */
export const connectionOf = (url: string): Connection => {
  const [, username, password, hosts = '', query = ''] = parts.exec(url) ?? []
  const [host = ''] = hosts.split(',')
  if (host === '') throw new Error(`${url} is not a connection string`)
  const login =
    username === undefined || password === undefined
      ? {}
      : {
          login: {
            username: decodeURIComponent(username),
            password: decodeURIComponent(password),
          },
        }
  return {
    url,
    address: host.includes(':') ? host : `${host}:2113`,
    secure: new URLSearchParams(query.toLowerCase()).get('tls') !== 'false',
    ...login,
  }
}

/** The same node by somebody else, or by nobody. */
export const urlAs = ({ url }: Connection, login?: Credentials): string => {
  const who =
    login === undefined
      ? ''
      : `${encodeURIComponent(login.username)}:${encodeURIComponent(login.password)}@`
  return url.replace(/\/\/(?:[^@/]+@)?/, `//${who}`)
}

const authorityIn = (url: string): Buffer | null => {
  const [, query = ''] = url.split('?')
  const file = /(?:^|&)tlsCAFile=([^&]+)/i.exec(query)?.[1]
  return file === undefined ? null : readFileSync(decodeURIComponent(file))
}

export const channelCredentialsOf = ({ secure, url }: Connection): ChannelCredentials =>
  secure ? credentials.createSsl(authorityIn(url)) : credentials.createInsecure()

/** The headers of a call by somebody; without TLS nobody is asked. */
export const headersOf = (login: Credentials | undefined): Metadata => {
  const metadata = new Metadata()
  if (login !== undefined) {
    const encoded = Buffer.from(`${login.username}:${login.password}`).toString('base64')
    metadata.set('authorization', `Basic ${encoded}`)
  }
  return metadata
}
