import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import { actionsOfHub, actionTable, OperatorActionName } from './actions.ts'
import {
  decide,
  evolve,
  initial,
  operatorAction,
  type OperatorActionCommand,
  type RequestAction,
} from './operator-action.ts'

const { after, given } = decider(operatorAction)
const actionId = idNamed('action')
const preview = 'a'.repeat(64)
const request = (changes: Partial<RequestAction> = {}): RequestAction => ({
  ...{ type: 'RequestAction', actionId, action: 'saga.redrive', subject: 'jobExecution-1' },
  ...{ reason: 'the provider is back', parameters: {}, performer: 'HUB', would: ['run it'] },
  preview,
  ...changes,
})
const finish = (outcome: 'DONE' | 'FAILED', detail = 'so'): OperatorActionCommand => ({
  ...{ type: 'FinishAction', actionId, outcome, detail },
})
const skip = { action: 'quarantine.skip', subject: 'job-1' } as const

t.test('an action is asked for once, and its first outcome stands', async () => {
  given().when(request()).then(['OperatorActionRequested'])
  after(request()).when(request()).then([])
  after(request()).when(finish('DONE')).then(['OperatorActionFinished'])
  after(request(), finish('DONE')).when(finish('FAILED')).then([])
  after(request(), finish('DONE')).when(request()).then([])
  given().when(finish('DONE')).then('NOT_FOUND')
})

t.test('what takes something away is asked for with its subject again', async () => {
  given().when(request(skip)).then('CONFIRMATION_REQUIRED')
  given()
    .when(request({ ...skip, confirm: 'job-2' }))
    .then('CONFIRMATION_REQUIRED')
  given()
    .when(request({ ...skip, confirm: 'job-1' }))
    .then(['OperatorActionRequested'])
})

t.test('who has looked at a dry run gets what it said, or nothing', async () => {
  given()
    .when(request({ previewSeen: preview }))
    .then(['OperatorActionRequested'])
  given()
    .when(request({ previewSeen: 'b'.repeat(64) }))
    .then('PREVIEW_OUTDATED')
})

t.test('parameters and performers are those of the action', async () => {
  const letter = { action: 'deadletters.skip', confirm: 'jobExecution-1' } as const
  given().when(request(letter)).then('INVALID_INPUT')
  given()
    .when(request({ ...letter, parameters: { id: 'x' } }))
    .then(['OperatorActionRequested'])
  given()
    .when(request({ parameters: { colour: 'red' } }))
    .then('INVALID_INPUT')
  const backup = { action: 'store.backup', subject: '/backup' } as const
  given().when(request(backup)).then('INVALID_INPUT')
  given()
    .when(request({ ...backup, performer: 'CLI' }))
    .then(['OperatorActionRequested'])
})

t.test('the table is whole', async (t) => {
  for (const name of OperatorActionName.options)
    t.ok(actionTable[name].performers.includes('CLI'), `${name} can be done at the hub's machine`)
  t.ok(actionsOfHub.every((name) => actionTable[name].performers.includes('HUB')))
})

t.test(
  'whatever is said of an action, it is requested once and finished once, in that order',
  async () => {
    const any = fc.oneof(
      fc.constantFrom(...OperatorActionName.options).map((action) => request({ action })),
      fc.constant(request({ ...skip, confirm: 'job-1' })),
      fc.constantFrom(finish('DONE'), finish('FAILED'), finish('DONE', 'x'.repeat(3000))),
    )
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (commands) => {
        const types: string[] = []
        let state = initial
        for (const command of commands) {
          const decision = decide(command, state, meta)
          if (isRejection(decision)) continue
          types.push(...decision.map(({ type }) => type))
          state = decision.reduce(evolve, state)
        }
        const whole = ['OperatorActionRequested', 'OperatorActionFinished']
        return types.length <= 2 && types.every((type, n) => type === whole[n])
      }),
    )
  },
)
