import { existsSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import { readVerifier, type Verifier } from '../../../platform/audit/signing.ts'
import { openStoredLog } from '../../../platform/event-store/stored-log.ts'
import { createAuditTree } from '../../../projections/audit/tree.ts'
import { inWords, type Finding } from '../../audit/finding.ts'
import { readHeads, readKeys } from '../../audit/heads.ts'
import { verifyExport } from '../../audit/verify-export.ts'
import { verifyLog } from '../../audit/verify-log.ts'
import { attachServers } from '../../hub/attach.ts'
import { attached } from '../attached.ts'
import { configOrExit } from '../load.ts'
import { withProgress } from '../long-work.ts'
import { linesOption, type Json } from '../options.ts'
import { asJson, fail, print, say } from '../say.ts'

type Options = Json & { readonly key?: readonly string[] }

/** The line of a key, or a file that holds it. */
const verifierOf = (text: string): Verifier => {
  const line = existsSync(text) ? readFileSync(text, 'utf8') : text
  return readVerifier(line) ?? fail(2, `${text} is no public key of the audit, nor a file of one`)
}

const tell = (json: boolean, findings: readonly Finding[], result: object, words: string): void => {
  for (const finding of findings)
    print(json ? asJson({ kind: 'finding', ...finding }) : inWords(finding))
  if (json) print(asJson({ kind: 'result', ok: findings.length === 0, ...result }))
  say(findings.length === 0 ? words : `${findings.length} findings`)
  if (findings.length > 0) process.exitCode = 1
}

const ofExport = async (directory: string, keys: readonly Verifier[], json: boolean) => {
  const { findings, events, heads, head } = await withProgress(json, (onStep) =>
    verifyExport(directory, keys, onStep),
  )
  const words = `${events} events are those of the head of ${head.size} that was signed at ${head.at}; ${heads} heads fit`
  tell(json, findings, { events, heads, head }, words)
}

const ofStore = (keys: readonly Verifier[], json: boolean): Promise<void> =>
  attached(async ({ connections: { postgres }, services: { eventStore } }) => {
    const log = openStoredLog(attachServers(configOrExit()).eventStoreUrl)
    try {
      const [heads, introduced] = [await readHeads(eventStore), await readKeys(eventStore)]
      const { findings, events, ...result } = await withProgress(json, (onStep) =>
        verifyLog({
          ...{ log, heads, keys: introduced, tree: createAuditTree(postgres.db), onStep },
          ...(keys.length === 0 ? {} : { given: keys }),
        }),
      )
      const words = `${events} events; ${result.heads} heads fit, and the last covers ${result.signed} of them`
      tell(json, findings, { events, ...result }, words)
    } finally {
      await log.close()
    }
  })

export const verifyCommand = (): Command =>
  new Command('verify')
    .description(
      'recompute the tree and hold it against every signed head: of an export by itself, or of the log of the hub that runs; one line a finding, 1 when there is one',
    )
    .argument('[directory]', 'of an export; nothing else than it and the key is needed')
    .option('--key <key...>', 'a public key: the line itself, or a file that holds it')
    .addOption(linesOption())
    .action((directory: string | undefined, { key = [], json = false }: Options) => {
      const keys = key.map(verifierOf)
      if (directory === undefined) return ofStore(keys, json)
      if (keys.length === 0) fail(2, 'an export is verified against a public key: --key <key>')
      return ofExport(directory, keys, json)
    })
