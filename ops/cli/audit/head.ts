import { Command } from 'commander'
import { introduceKey } from '../../../commands/audit/introduce-key.ts'
import { createAuditTree } from '../../../projections/audit/tree.ts'
import { readHeads, readKeys } from '../../audit/heads.ts'
import { operatorDeed } from '../../operations/operator-deed.ts'
import { attached } from '../attached.ts'
import { beforeChange } from '../before-change.ts'
import { jsonOption, reasonOption, type Json, type Reasoned } from '../options.ts'
import { asJson, fail, print } from '../say.ts'
import { orThrow, withKeeper } from './keeping.ts'

export const headCommand = (): Command =>
  new Command('head')
    .description('the last signed head of the log, how far the tree is, and the public keys')
    .addOption(jsonOption())
    .action(({ json = false }: Json) =>
      attached(async ({ connections: { postgres }, services: { eventStore } }) => {
        const heads = await readHeads(eventStore)
        const keys = await readKeys(eventStore)
        const { size } = await createAuditTree(postgres.db).state()
        const head = heads.at(-1)
        if (json) {
          print(asJson({ head: head ?? null, heads: heads.length, tree: size, keys }))
          return
        }
        if (head === undefined) fail(1, 'no head of the log was signed yet', 'NO_HEAD')
        else
          print(`${head.size} events  root ${head.root}  signed at ${head.at} with ${head.keyId}`)
        print(`${heads.length} heads; the tree has ${size} events`)
        for (const { key, since } of keys) print(`key ${key}  since ${since}`)
      }),
    )

type SignOptions = Json & Reasoned & { readonly newKey?: boolean }

export const signCommand = (): Command =>
  new Command('sign')
    .description('sign a head of the log now, and not only when it is due')
    .option(
      '--new-key',
      'with a key that the one before it does not endorse, for it is lost: who verifies has to be told',
    )
    .addOption(reasonOption())
    .addOption(jsonOption())
    .action(async ({ reason, newKey = false, json = false }: SignOptions) => {
      await beforeChange({ subject: 'log', destructive: false })
      await attached(async (hub) => {
        const came = await operatorDeed(hub, { action: 'audit.sign', subject: 'log', reason }, () =>
          withKeeper(hub, async ({ keeper, signer }) => {
            if (newKey) await introduceKey(hub.services, { signer, unendorsed: true })
            const round = orThrow(await keeper.round('now'))
            const detail =
              round.kind === 'signed'
                ? `a head of ${round.head.size} events was signed: ${round.head.root}`
                : 'nothing has happened since the last head'
            return { outcome: 'DONE', detail }
          }),
        )
        print(json ? asJson({ action: 'audit.sign', ...came }) : came.detail)
      })
    })
