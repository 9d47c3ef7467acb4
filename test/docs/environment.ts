import { join } from 'node:path'
import { freePort } from '../servers/free-port.ts'

/** The surroundings of a reader: an environment of their own, and places that stand for those of the documents. */
export type Surroundings = {
  readonly environment: Readonly<Record<string, string>>
  /** A document's text with ports and directories replaced by the reader's. */
  readonly placed: (text: string) => string
}

/** Only what a reader's shell has: neither the test runner's settings nor servers of other tests. */
export const surroundings = async (directory: string): Promise<Surroundings> => {
  const { PATH = '', HOME = directory } = process.env
  const data = join(directory, 'data')
  const [writeApi, readApi] = [String(await freePort()), String(await freePort())]
  const places: Readonly<Record<string, string>> = {
    '127.0.0.1:4001': `127.0.0.1:${writeApi}`,
    '127.0.0.1:4002': `127.0.0.1:${readApi}`,
    '.data/': `${data}/`,
    '/tmp/': `${directory}/`,
  }
  return {
    environment: {
      PATH,
      HOME,
      QHUB_DATA_DIR: data,
      QHUB_WRITE_API_PORT: writeApi,
      QHUB_READ_API_PORT: readApi,
      QHUB_LOG_LEVEL: 'warn',
    },
    placed: (text) =>
      text.replaceAll(/127\.0\.0\.1:400[12]|\.data\/|\/tmp\//g, (place) => places[place] ?? place),
  }
}
