import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import type { Difference } from './difference.ts'
import { decide, evolve, initial, reconciliationFinding, type FindingCommand } from './finding.ts'

const { after, given } = decider(reconciliationFinding)
const findingId = idNamed('finding')
const difference: Difference = {
  code: 'PAYMENT_STATE_DIFFERS',
  subject: idNamed('payment'),
  ours: 'REQUIRES_CAPTURE',
  theirs: 'SUCCEEDED',
}
const raise = (theirs = 'SUCCEEDED'): FindingCommand => ({
  type: 'RaiseFinding',
  findingId,
  runId: idNamed('run'),
  difference: { ...difference, theirs },
})
const reason = 'asked the provider'
const acknowledge: FindingCommand = { type: 'AcknowledgeFinding', findingId, reason }
const resolve: FindingCommand = { type: 'ResolveFinding', findingId, reason }
const clear: FindingCommand = { type: 'ClearFinding', findingId, runId: idNamed('run') }

t.test('the same difference is one finding, however often it is seen', async () => {
  given().when(raise()).then(['ReconciliationFindingRaised'])
  after(raise()).when(raise()).then([])
  after(raise(), acknowledge).when(raise()).then([])
  after(raise(), resolve).when(raise()).then([])
})

t.test('what says something else, or comes again, is raised anew', async () => {
  after(raise(), resolve).when(raise('CANCELLED')).then(['ReconciliationFindingRaised'])
  after(raise(), clear).when(raise()).then(['ReconciliationFindingRaised'])
})

t.test('operators deal with what stands, not with what is over', async () => {
  given().when(resolve).then('NOT_FOUND')
  after(raise()).when(acknowledge).then(['ReconciliationFindingAcknowledged'])
  after(raise(), acknowledge).when(resolve).then(['ReconciliationFindingResolved'])
  after(raise(), resolve).when(acknowledge).then('FINDING_OVER')
  after(raise(), clear).when(resolve).then('FINDING_OVER')
})

t.test('what is gone is cleared once', async () => {
  after(raise()).when(clear).then(['ReconciliationFindingCleared'])
  after(raise(), resolve).when(clear).then(['ReconciliationFindingCleared'])
  after(raise(), clear).when(clear).then([])
})

t.test('whatever happens to it, a difference that was just raised stands', async () => {
  const any = fc.constantFrom(raise(), raise('CANCELLED'), acknowledge, resolve, clear)
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), (commands) => {
      let state = initial
      for (const command of commands) {
        const decision = decide(command, state, meta)
        const before = state
        if (Array.isArray(decision)) state = decision.reduce(evolve, state)
        if (command.type !== 'RaiseFinding' || state.kind === 'absent') continue
        const told = state.difference.theirs === command.difference.theirs
        const isSame = before.kind === 'raised' && before.status === 'RESOLVED' && before === state
        if (!told || (state.status === 'CLEARED' && !isSame)) return false
      }
      return true
    }),
  )
})
