import { randomUUID } from 'node:crypto'
import t from 'tap'
import { register } from '../../commands/accounts/register.ts'
import { crashingAt, pausingAt } from './crash.ts'
import { codeOf, run, startHub } from './hub.ts'
import { namesHeld } from './names-held.ts'
import { applicant } from './people.ts'

const hub = await startHub()
t.teardown(hub.stop)
const tenMinutes = 600_000

t.test('stopped at any append for so long that its names went to others, it ends', async (t) => {
  for (const append of [1, 2, 3]) {
    const wish = applicant()
    const paused = pausingAt(hub.eventStore, append)
    const stopped = codeOf(run(hub.process(paused.store), register, wish))
    await paused.reached
    hub.clock.advance(tenMinutes)
    t.equal(await codeOf(run(hub.process(), register, wish)), 'done', 'somebody else registers')
    paused.resume()
    const codes = ['USERNAME_TAKEN', 'REGISTRATION_ABANDONED', 'REGISTRATION_ABANDONED']
    t.equal(await stopped, codes[append - 1], `stopped at append ${append}`)
    t.ok(namesHeld(await hub.log()))
  }
})

t.test('it ends as well when it lost one of its names only', async (t) => {
  for (const name of ['email', 'username'] as const) {
    const wish = applicant()
    const paused = pausingAt(hub.eventStore, 3)
    const stopped = codeOf(run(hub.process(paused.store), register, wish))
    await paused.reached
    hub.clock.advance(tenMinutes)
    const other = { ...applicant(), [name]: wish[name] }
    t.equal(await codeOf(run(hub.process(), register, other)), 'done')
    paused.resume()
    t.equal(await stopped, 'REGISTRATION_ABANDONED', name)
    t.ok(namesHeld(await hub.log()))
  }
})

t.test(
  'stopped while giving up, it does not free the address of its own later success',
  async (t) => {
    const stalled = applicant()
    const dying = hub.process(crashingAt(hub.eventStore, { append: 1, happened: true }))
    await t.rejects(run(dying, register, stalled))

    const [wish, commandId] = [{ ...applicant(), username: stalled.username }, randomUUID()]
    const paused = pausingAt(hub.eventStore, 1)
    const first = codeOf(run(hub.process(paused.store), register, wish, { commandId }))
    await paused.reached
    hub.clock.advance(tenMinutes)
    t.equal(await codeOf(run(hub.process(), register, wish, { commandId })), 'done')
    paused.resume()
    t.equal(await first, 'done', 'it answers what became of the command')
    t.ok(namesHeld(await hub.log()))
  },
)
