import t from 'tap'
import { recordedInstances } from '../../test/kit/recorded-instances.ts'
import { recordings } from '../../test/decisions/recordings.ts'
import { whatIf } from './what-if.ts'

const instances = [...recordings().values()].flatMap(({ events }) => recordedInstances(events))
const nothing = (): Promise<undefined> => Promise.resolve(undefined)

t.test('nothing changed, nothing differs: every saga of a recorded workload', async (t) => {
  const different: string[] = []
  for (const { each, stream } of instances) {
    const found = await whatIf({ each, stream, changed: 'nothing', answer: nothing })
    if (found.differs)
      different.push(
        `${stream[0]?.stream}: ${JSON.stringify(found.steps.find(({ same }) => !same) ?? null).slice(0, 600)} ${JSON.stringify(found.stateChanges).slice(0, 200)}`,
      )
  }
  t.strictSame(different.slice(0, 4), [])
  t.ok(instances.length >= 50, `${instances.length} instances`)
  t.ok(new Set(instances.map(({ each }) => each.saga.name)).size >= 15)
})
