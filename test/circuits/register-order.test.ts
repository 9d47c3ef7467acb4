import t from 'tap'
import { readShared, withoutData } from '../data/shared.ts'
import { openDevice } from './kit/devices.ts'
import { objection, uniform } from './kit/distribution.ts'
import { openWorld } from './kit/hub.ts'
import { countsOf, run } from './kit/jobs.ts'

/*
 * Programs that compare a register with an integer. The specification counts bit 0 as the least significant; simulators
 * that read the register the other way round give other answers for exactly these three.
 */

const files = readShared('qasm/qasmbench', '.qasm')
const skip = withoutData('qasm/qasmbench')
const program = (name: string): string => files.get(`${name}.qasm`) ?? ''
const shots = 4000

t.test('registers as integers', { skip }, async (t) => {
  const world = await openWorld(t)
  const deviceId = await openDevice(world)

  await t.test('ipea_n2: the phase 3/16 comes out as 0011 in every shot', async (t) => {
    const counts = await countsOf(world, { source: program('ipea_n2'), deviceId, shots })
    t.same(counts, { '0011': shots })
  })

  await t.test('qec_sm_n5: syndrome 01 names q[0], which is corrected', async (t) => {
    const { result } = await run(world, { source: program('qec_sm_n5'), deviceId, shots })
    t.same(result?.counts, { '01000': shots })
    t.same(result?.registers, [
      { name: 'c', size: 3 },
      { name: 'syn', size: 2 },
    ])
    t.equal(result?.bitOrder, 'CLBIT0_RIGHTMOST_LATER_REGISTERS_LEFT')
  })

  await t.test(
    'cc_n12: an even weighing finds coin 6 or nothing, an odd one is undone',
    async (t) => {
      const counts = await countsOf(world, { source: program('cc_n12'), deviceId, shots })
      const outcomes = uniform('000001000000', '011110111111', '100000000000', '111111111111')
      t.equal(objection(counts, outcomes), undefined)
    },
  )
})
