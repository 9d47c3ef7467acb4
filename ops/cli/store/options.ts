import { Option } from 'commander'

export type InDirectory = { readonly dir?: string }

export const dirOption = (): Option =>
  new Option(
    '--dir <directory>',
    'data directory of the store; default: that of the configured hub',
  )

/** Of what needs the store for itself when its directory is named. */
export const idleDirOption = (more = ''): Option =>
  new Option(
    '--dir <directory>',
    `instead: the data directory of an embedded store on which no hub runs${more}`,
  )
