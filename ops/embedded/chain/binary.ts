import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const platforms: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-amd64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-amd64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-amd64',
}

/**
 * The anvil of this machine, inside the npm package made for it. Its wrapper is left out: killed, it would
 * leave the node running. Throws a plain sentence where there is none.
 */
export const findAnvil = (): string => {
  const machine = `${process.platform}-${process.arch}`
  const name = `@foundry-rs/anvil-${platforms[machine] ?? 'none'}`
  try {
    const own = createRequire(import.meta.url).resolve(`${name}/package.json`)
    const file = process.platform === 'win32' ? 'anvil.exe' : 'anvil'
    const binary = join(dirname(own), 'bin', file)
    if (existsSync(binary)) return binary
  } catch {
    // Said below.
  }
  throw new Error(
    `There is no anvil for ${machine} here: install with optional dependencies, or set QHUB_CHAINS to none or to a file of chains`,
  )
}
