import { assemble, type Cast } from '../../../ops/demo/agents/cast.ts'
import { diagnosePlanted } from '../../../ops/demo/agents/failing.ts'
import { want } from '../../../ops/demo/agents/wanting.ts'
import type { Screen } from '../../../ops/demo/screen.ts'
import { until } from '../../../ops/demo/until.ts'
import { wholeLog } from '../../../ops/log/whole-log.ts'
import type { Story } from '../record.ts'
import { asAda } from './ada.ts'
import { asking, learning } from './asking.ts'
import { office } from './office.ts'
import { workflows } from './workflows.ts'

const nobodyLooks: Screen = {
  line: () => undefined,
  heading: () => undefined,
  progress: () => undefined,
  histogram: () => undefined,
}

/** The sagas of agents rest: nothing more is decided. */
const atRest = async ({ stage }: Cast): Promise<true> =>
  until('the sagas of agents to end', async () => {
    const { eventStore } = stage.hub.connections
    const open = new Set<string>()
    for await (const events of wholeLog(eventStore))
      for (const { type, stream } of events) {
        if (
          !/^(?:workflowExecution|agentBudgeting|agentTask|agentMessage|modelRun|callMetering)-/.test(
            stream,
          )
        )
          continue
        if (type === 'SagaBegan') open.add(stream)
        if (type === 'SagaEnded') open.delete(stream)
      }
    return open.size === 0 ? true : undefined
  })

/** What agents do: from an intent to a capsule, their own lives, workflows, models and what is known. */
export const agents: Story = {
  settings: { QHUB_CHAINS: 'none' },
  play: async (stage) => {
    const cast = await assemble(stage)
    const ada = asAda(cast)
    await want(cast, nobodyLooks)
    await diagnosePlanted(cast)
    await office(ada)
    await workflows(cast, ada)
    await asking(ada)
    await learning(cast, ada)
    await atRest(cast)
    return 2
  },
}
