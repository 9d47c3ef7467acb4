import t from 'tap'
import { EventStoreUnavailable } from '../../platform/event-store/errors.ts'
import { VaultUnavailable } from '../../platform/vault/vault.ts'
import { isOfTheData, isRolledBack, isTransient } from './failures.ts'

const withCode = (code: string): Error => Object.assign(new Error(code), { code })

t.test('what passes, what was taken back, and what the values are to blame for', (t) => {
  const table: readonly (readonly [Error, boolean, boolean, boolean])[] = [
    [new EventStoreUnavailable('away'), true, false, false],
    [new VaultUnavailable('away'), true, false, false],
    [withCode('ECONNRESET'), true, false, false],
    [withCode('57P01'), true, false, false],
    [withCode('25P03'), true, false, false],
    [withCode('40P01'), true, true, false],
    [withCode('40001'), true, true, false],
    [withCode('40003'), true, false, false],
    [withCode('22003'), false, false, true],
    [withCode('23505'), false, false, true],
    [withCode('42P01'), false, false, false],
    [new Error('a fault of our own'), false, false, false],
  ]
  for (const [error, ...expected] of table)
    t.strictSame(
      [isTransient(error), isRolledBack(error), isOfTheData(error)],
      expected,
      String(error),
    )
  t.end()
})
