import { statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { keyFiles } from '../../platform/config/load.ts'
import { readKeyFile } from '../../platform/config/key-file.ts'
import { bytesInWords } from '../progress/words.ts'
import { note, ok, warning, wrong, type Check, type Finding } from './finding.ts'

const versions: Check = {
  name: 'versions',
  look: async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
    const isSupported =
      (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24
    return [
      isSupported
        ? ok(`Node ${process.versions.node}`)
        : wrong(
            `Node ${process.versions.node} is none that the hub is tested on`,
            'install Node 20.19, 22.13, 24 or later ones of these',
          ),
    ]
  },
}

const keys: Check = {
  name: 'keys',
  look: async ({ config: { dataDir } }) =>
    Object.entries(keyFiles).map(([name, file]): Finding => {
      if ((process.env[name] ?? '') !== '') return ok(`${name} is given by the environment`)
      const path = join(dataDir, 'keys', file)
      const found = readKeyFile(path)
      switch (found.kind) {
        case 'found':
          return ok(`${path} is there, and nobody else may read it`)
        case 'absent':
          return note(`${path} is missing: the first start makes it`, 'qhub start')
        case 'unusable':
          return wrong(found.reason, `chmod 600 ${path}, or restore it from a backup`)
        default:
          return found satisfies never
      }
    }),
}

const gibibyte = 2 ** 30

const existing = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : existing(dirname(path))

const disk: Check = {
  name: 'disk',
  look: async ({ config: { dataDir } }) => {
    const { bavail, bsize, blocks } = await statfs(existing(dataDir))
    const [free, whole] = [bavail * bsize, blocks * bsize]
    const share = Math.floor((100 * free) / Math.max(1, whole))
    const line = `${bytesInWords(free)} (${share} %) are free where ${dataDir} is`
    const next = 'df -h; qhub store scavenge; move backups and exports elsewhere'
    if (free < gibibyte) return [wrong(line, next)]
    return [share < 10 ? warning(line, next) : ok(line)]
  },
}

/** What can be said with every server down. */
export const machineChecks: readonly Check[] = [versions, keys, disk]
