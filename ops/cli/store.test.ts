import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { runQhub } from '../../test/kit/qhub.ts'
import { openNode } from '../embedded/event-store/core/node.ts'

t.setTimeout(300_000)
const qhub = (...args: readonly string[]) => runQhub(['store', ...args])

const lastLineOf = (out: string): unknown => JSON.parse(out.trim().split('\n').at(-1) ?? '')

t.test(
  'a store from the command line: verified, backed up, damaged, repaired, restored',
  async (t) => {
    const root = t.testdir({ hub: { 'event-store': {} } })
    const data = join(root, 'hub', 'event-store')
    const node = openNode(data)
    for (let i = 0; i < 30; i++) {
      const event = {
        id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
        type: 'T',
        contentType: 'application/json',
        metadata: Buffer.alloc(0),
        data: Buffer.from('{}'),
      }
      await node.writer.append('s', [event], { kind: 'any' })
    }
    await node.close()
    const whole = await qhub('verify', '--dir', data, '--json')
    t.equal(whole.code, 0)
    t.match(lastLineOf(whole.out), { kind: 'result', events: 30, index: { kind: 'whole' } })

    const reason = ['--reason', 'a test']
    const backup = join(root, 'backup')
    t.match(await qhub('backup', backup, '--dir', data, ...reason), { code: 0, out: /^30 events/ })
    t.match(await qhub('backup', backup, '--dir', data, ...reason), {
      code: 1,
      err: /^qhub: .*is not empty\n$/,
    })

    const chunk = join(data, readdirSync(data).find((name) => name.startsWith('chunk-')) ?? '')
    const bytes = readFileSync(chunk)
    bytes[bytes.length - 60] = (bytes[bytes.length - 60] ?? 0) ^ 1
    writeFileSync(chunk, bytes)
    const broken = await qhub('verify', '--dir', data, '--json')
    t.equal(broken.code, 1)
    t.match(lastLineOf(broken.out), { kind: 'error', code: 'store-damaged' })
    t.match(broken.err, /^qhub: The event store is damaged: .*position \d+ in stream s .*restore/)
    t.notMatch(broken.err, / at .*\.[jt]s:\d+/, 'no stack')

    const plan = lastLineOf((await qhub('repair', '--dir', data, '--json')).out)
    t.match(plan, { kind: 'result', lost: [], truncateAt: Number })
    const at = /"truncateAt":(\d+)/.exec(JSON.stringify(plan))?.[1] ?? ''
    const refused = await qhub('repair', '--dir', data, '--truncate-at', at, ...reason)
    t.match(refused, { code: 2, err: /nothing was changed: hub\/event-store was not typed/ })
    const args = ['--truncate-at', at, '--confirm', 'hub/event-store', ...reason]
    t.match(await qhub('repair', '--dir', data, ...args), { code: 0, out: /is kept in/ })
    t.match(await qhub('verify', '--dir', data), { code: 0, out: /^29 events/ })

    const restored = join(root, 'restored')
    t.match(await qhub('restore', backup, '--dir', restored, ...reason), {
      code: 0,
      out: /^30 events/,
    })
    t.match(await qhub('verify', '--dir', restored), { code: 0, out: /^30 events/ })
    t.match(await qhub('verify', '--dir', join(root, 'nowhere')), {
      code: 1,
      err: /holds no event store/,
    })
    const noted = readFileSync(join(root, 'hub', 'operator-actions.ndjson'), 'utf8')
    t.match(noted, /"action":"store.backup".*"reason":"a test"[^]*"action":"store.repair"/)
    t.equal((await qhub('export')).code, 2)
  },
)
