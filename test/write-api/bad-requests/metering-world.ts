import { succeed } from '../kit/client.ts'
import type { TestHub } from '../kit/hub.ts'
import type { Person } from '../kit/people.ts'

/** A price book without a version. */
export const preparePriceBook = async ({ app }: TestHub, { token }: Person): Promise<string> => {
  const body = { name: 'Standard', asset: 'USD/2' }
  return String((await succeed(app, 'POST', '/v1/price-books', { token, body })).body.priceBookId)
}
