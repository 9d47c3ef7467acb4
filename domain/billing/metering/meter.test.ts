import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { meter, type MeterCommand } from './meter.ts'

const define: Extract<MeterCommand, { type: 'DefineMeter' }> = {
  type: 'DefineMeter',
  meter: {
    key: 'storage',
    name: 'Stored results',
    unit: 'gigabyte',
    aggregation: 'WEIGHTED_SUM',
    decimals: 3,
    maximum: '1000',
    subject: 'OPTIONAL',
  },
}
const { given, after } = decider(meter)

t.test('a meter is defined, once, and never changes', async () => {
  given().when(define).then(['MeterDefined'])
  after(define).when(define).then([])
  after(define)
    .when({ ...define, meter: { ...define.meter, unit: 'byte' } })
    .then('ALREADY_EXISTS')
})

t.test('the meters of the hub are its own', async () => {
  given()
    .when({ ...define, meter: { ...define.meter, key: 'shots' } })
    .then('ALREADY_EXISTS')
})

t.test('different subjects cannot be counted where there are none', async () => {
  given()
    .when({ ...define, meter: { ...define.meter, aggregation: 'UNIQUE' } })
    .then('INVALID_INPUT')
})

t.test('a meter is retired, once', async () => {
  given().when({ type: 'RetireMeter' }).then('METER_UNKNOWN')
  after(define).when({ type: 'RetireMeter' }).then(['MeterRetired'])
  after(define, { type: 'RetireMeter' }).when({ type: 'RetireMeter' }).then([])
})
