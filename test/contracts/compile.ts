import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Interface } from 'ethers'
import { z } from 'zod'

/** What the hub keeps of a contract: its faces in the short form that ethers reads, and the code that creates it. */
export type Artifact = { readonly abi: readonly string[]; readonly bytecode: string }

const sources = new URL('../../platform/chain/contracts/src/', import.meta.url)

/** Of OpenZeppelin's, unchanged: compiled under these names. */
const taken = { TimelockController: '@openzeppelin/contracts/governance/TimelockController.sol' }

const require = createRequire(import.meta.url)

const outputSchema = z.object({
  errors: z
    .array(
      z.object({
        formattedMessage: z.string(),
        sourceLocation: z.object({ file: z.string() }).optional(),
      }),
    )
    .default([]),
  contracts: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          abi: z.array(z.record(z.string(), z.unknown())),
          evm: z.object({ bytecode: z.object({ object: z.string() }) }),
        }),
      ),
    )
    .default({}),
})

type Compiler = {
  readonly compile: (
    input: string,
    callbacks: { readonly import: (path: string) => { readonly contents: string } },
  ) => string
}

const findImport = (path: string): { readonly contents: string } => ({
  contents: path.startsWith('@')
    ? readFileSync(require.resolve(path), 'utf8')
    : readFileSync(new URL(path, sources), 'utf8'),
})

/** Compiles every contract of the hub. Throws what the compiler says of them, warnings too. */
export const compileContracts = (): ReadonlyMap<string, Artifact> => {
  // The package has no types.
  const compiler = require('solc') as Compiler
  const own = readdirSync(sources).filter((file) => file.endsWith('.sol'))
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries([
      ...own.map((file) => [file, { content: findImport(file).contents }]),
      ...Object.values(taken).map((path) => [path, { content: findImport(path).contents }]),
    ]) as Record<string, { readonly content: string }>,
    settings: {
      optimizer: { enabled: true, runs: 200 },
      evmVersion: 'cancun',
      // Else a comment would change the code.
      metadata: { bytecodeHash: 'none' },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  }
  const output = outputSchema.parse(
    JSON.parse(compiler.compile(JSON.stringify(input), { import: findImport })),
  )
  // The libraries' own warnings are theirs.
  const ours = output.errors.filter(({ sourceLocation }) => !sourceLocation?.file.startsWith('@'))
  if (ours.length > 0)
    throw new Error(ours.map(({ formattedMessage }) => formattedMessage).join('\n'))
  const places = [...own.map((file) => [file.replace('.sol', ''), file]), ...Object.entries(taken)]
  return new Map(
    places.map(([name = '', file = '']) => {
      const made = output.contracts[file]?.[name]
      if (made === undefined) throw new Error(`${file} defines no contract ${name}`)
      const abi = new Interface(JSON.stringify(made.abi)).format(false)
      return [name, { abi, bytecode: `0x${made.evm.bytecode.object}` }]
    }),
  )
}

export const artifactFile = (name: string): URL =>
  new URL(`../../platform/chain/contracts/artifacts/${name}.json`, import.meta.url)

/** The text that is committed. */
export const artifactText = (artifact: Artifact): string =>
  `${JSON.stringify(artifact, undefined, 2)}\n`
