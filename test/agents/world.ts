import { z } from 'zod'
import { TaskView } from '../../commands/agents/tasks/read-task.ts'
import { agentBudgeting } from '../../sagas/agents/budgets/budgeting.ts'
import { performBudgetingEffects } from '../../sagas/agents/budgets/perform.ts'
import { agentTaskSaga } from '../../sagas/agents/tasks/agent-task.ts'
import { performAgentTaskEffects } from '../../sagas/agents/tasks/perform.ts'
import { register, type AnySaga } from '../../sagas/runtime/registry.ts'
import { memoryProgress, runSagas } from '../kit/saga-runtime.ts'
import { eventually } from '../servers/eventually.ts'
import { call, succeed, type Reply } from '../write-api/kit/client.ts'
import { startHub } from '../write-api/kit/hub.ts'
import { makeOperator, signUp, type Person } from '../write-api/kit/people.ts'

export const sagasOfTasks: readonly AnySaga[] = [
  register(agentTaskSaga, performAgentTaskEffects),
  register(agentBudgeting, performBudgetingEffects),
]

export const profile = {
  name: 'Ada',
  role: { kind: 'QUANTUM_SPECIALIST' },
  budgetPerTask: { amount: '50', asset: 'USD/2' },
} as const

const Task = z.object(TaskView.shape)
const Spawned = z.object({ agentId: z.string() })
const Submitted = z.object({ taskId: z.string() })
const Failed = z.object({ code: z.string() })

type Method = 'POST' | 'PUT' | 'DELETE' | 'GET'

/** A hub over a real event store and Postgres, in which agents can be had and asked. */
export const openOffice = async () => {
  const hub = await startHub()
  const operator = await makeOperator(hub)
  const send = ({ token }: Person, method: Method, url: string, body?: object): Promise<Reply> =>
    call(hub.app, method, url, { token, ...(body === undefined ? {} : { body }) })
  const credit = async (to: Person, amount: string): Promise<void> => {
    const body = { amount: { amount, asset: 'USD/2' }, reason: 'test' }
    const { token } = operator
    await succeed(hub.app, 'POST', `/v1/wallets/${to.organisationId}/credits`, { token, body })
  }
  const progress = { routerProgress: memoryProgress(), workerProgress: memoryProgress() }
  return {
    ...{ hub, send, credit },
    submit: async (of: Person, body: object): Promise<string> =>
      Submitted.parse((await send(of, 'POST', '/v1/tasks', body)).body).taskId,
    person: async (purse = '0'): Promise<Person> => {
      const person = await signUp(hub, 'lead')
      if (purse !== '0') await credit(person, purse)
      return person
    },
    spawn: async (of: Person, more: object = {}): Promise<string> => {
      const { body } = await send(of, 'POST', '/v1/agents', { ...profile, ...more })
      return Spawned.parse(body).agentId
    },
    codeOf: async (...request: Parameters<typeof send>): Promise<string> => {
      const { status, body } = await send(...request)
      return status < 400 ? 'done' : Failed.parse(body).code
    },
    /** The task once it has this status. */
    becomes: (who: Person, taskId: string, status: string): Promise<z.output<typeof Task>> =>
      eventually(async () => {
        const task = Task.parse((await send(who, 'GET', `/v1/tasks/${taskId}`)).body)
        return task.status === status ? task : undefined
      }, 60_000),
    log: () => hub.services.eventStore.readAll({ maxCount: 20_000 }),
    /** Starts the sagas; the answer stops them, as a kill would. They go on where they were. */
    run: (): (() => Promise<void>) => runSagas(hub.services, sagasOfTasks, progress),
  }
}
