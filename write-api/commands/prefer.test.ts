import t from 'tap'
import { preferenceOf } from './prefer.ts'

t.test('preferences by RFC 7240', async (t) => {
  const cases = [
    [undefined, { respondAsync: false }],
    ['wait=10', { respondAsync: false, waitSeconds: 10 }],
    ['Wait = "5"', { respondAsync: false, waitSeconds: 5 }],
    ['respond-async, wait=3', { respondAsync: true, waitSeconds: 3 }],
    ['wait=0', { respondAsync: false, waitSeconds: 0 }],
    ['wait=1, wait=2', { respondAsync: false, waitSeconds: 1 }],
    ['wait=86400', { respondAsync: false, waitSeconds: 30 }],
    ['wait=-1', { respondAsync: false }],
    ['wait=soon, return=minimal', { respondAsync: false }],
  ] as const
  for (const [header, wanted] of cases) t.strictSame(preferenceOf(header), wanted, header ?? 'none')
})
