import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { keepJson, openJson } from '../../../commands/agents/workflows/kept.ts'
import type { CommandDefinition } from '../../../commands/shared/definition.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { promptOf } from '../../../domain/agents/prompts/registry.ts'
import { checkDefinition } from '../../../domain/agents/workflows/check.ts'
import { Definition } from '../../../domain/agents/workflows/definition.ts'
import { planOf } from '../../../domain/agents/workflows/plan.ts'
import { workflowRun, type ExistingRun } from '../../../domain/agents/workflows/run.ts'
import { workflow } from '../../../domain/agents/workflows/workflow.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import type { Json } from '../../../domain/shared/json.ts'
import { keyOf } from '../../../platform/objects/key.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { localLlm } from '../../../platform/llm/local/port.ts'
import type { LlmPort, LlmProvider } from '../../../platform/llm/port.ts'
import { agentBudgeting } from '../../../sagas/agents/budgets/budgeting.ts'
import { performBudgetingEffects } from '../../../sagas/agents/budgets/perform.ts'
import { workflowExecution } from '../../../sagas/agents/workflows/execution.ts'
import { performingWorkflows } from '../../../sagas/agents/workflows/perform.ts'
import { register } from '../../../sagas/runtime/registry.ts'
import { memoryVault } from '../../kit/memory-vault.ts'
import { contextOf } from '../../kit/services.ts'
import { createVirtualTime, type Choose } from '../../kit/virtual-time.ts'
import { createTools } from './tools.ts'

export const begin = '2027-01-01T00:00:00.000Z'
export const organisation = derivedId('workflows', 'organisation')
export const asset = 'USD/2'
const dayMs = 86_400_000

/** The local models, and how often they were asked. */
export const countingLlm = (): { readonly llm: LlmPort; readonly asked: () => number } => {
  const local = localLlm()
  let asked = 0
  const counted = (provider: LlmProvider): LlmProvider => ({
    ...provider,
    complete: (request, onText) => {
      asked += 1
      return provider.complete(request, onText)
    },
  })
  return {
    llm: {
      ...local,
      provider: (name) => {
        const provider = local.provider(name)
        return provider === undefined ? undefined : counted(provider)
      },
    },
    asked: () => asked,
  }
}

/** Content in memory, under its hash. */
const memoryContent = () => {
  const kept = new Map<string, string>()
  return {
    keepContent: async (content: string) => {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const key = keyOf(sha256)
      kept.set(key, content)
      return { key, sha256, size: content.length }
    },
    readContent: async (key: string) => kept.get(key),
  }
}

/** A hub in memory that runs workflows in virtual time, with tools whose deeds are counted. */
export const createWorkflowWorld = (choose: Choose = () => 1) => {
  const { llm, asked } = countingLlm()
  const counted = createTools(() => world.clock.now().getTime())
  const each = register(workflowExecution, performingWorkflows(counted.toolOf))
  // Nothing else of the ports is touched.
  const apps = memoryContent() as never
  const world = createVirtualTime({
    ...{ begin, choose, delayMs: () => choose(20) },
    sagas: [each, register(agentBudgeting, performBudgetingEffects)],
    ports: { llm, apps, vault: memoryVault() },
  })
  let count = 0
  const services = world.newProcess()
  /** As somebody of the organisation asks for it. */
  const ask = async <Input extends z.ZodType, Answer>(
    command: CommandDefinition<Input, Answer>,
    input: z.input<Input>,
    of = organisation,
  ): Promise<Answer> => {
    const context = contextOf(derivedId('ask', (count++).toString()), {
      ...{ organisation: of, scopes: ['agents:read', 'agents:write', 'jobs:write'] },
    })
    const outcome = await execute(services, command, input, context)
    if (outcome.kind === 'done') return outcome.answer
    const { code, detail, issues } = outcome.failure
    throw new Error(`${code}: ${detail} ${JSON.stringify(issues ?? [])}`)
  }
  const publish = async (text: z.input<typeof Definition>): Promise<string> => {
    const definition = Definition.parse(text)
    const issues = checkDefinition(definition, {
      tools: counted.tools.map(({ name }) => name),
      prompt: (template, version) => promptOf(template, version) !== undefined,
    })
    if (issues.length > 0) throw new Error(JSON.stringify(issues))
    const definitionId = derivedId('definition', (count++).toString())
    await world.command(workflow, definitionId, {
      ...{ type: 'PublishWorkflow', definitionId, organisation, plan: planOf(definition) },
      // Parsed from JSON.
      definition: await keepJson(services, organisation, definition as unknown as Json),
    })
    return definitionId
  }
  const run = async (runId: string): Promise<ExistingRun> => {
    const state = await world.stateOf(workflowRun, runId)
    if (state.kind === 'absent') throw new Error(`there is no run ${runId}`)
    return state
  }
  return {
    ...world,
    ...{ ask, publish, run, asked, services, each, deeds: counted.deeds },
    credit: (amount: bigint) =>
      world.command(wallet, walletIdOf(organisation, asset), {
        ...{ type: 'CreditWallet', organisation, asset, amount, reason: 'test' },
      }),
    days: (days: number) => world.until(world.clock.now().getTime() + days * dayMs),
    output: async (runId: string): Promise<Json | undefined> => {
      const { output } = await run(runId)
      return output === undefined ? undefined : openJson(services, output)
    },
    eventsOf: (runId: string) =>
      world.all.filter(({ stream }) => stream === `workflowRun-${runId}`),
    story: (runId: string) =>
      world.all.filter(({ stream }) => stream === `workflowExecution-${runId}`),
  }
}
