import t from 'tap'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import { heard, passes, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { reconciliationCycle } from './cycle.ts'

const { given } = saga(reconciliationCycle)
const opened = heard('ReconciliationOpened', { reconciliationId: 'hub', at: meta.now })

t.test(
  'the books are compared again and again, and soon again when that was not possible',
  async () => {
    given().when(opened).then(['schedule compare'])
    given(opened)
      .when(passes({ hours: 1 }))
      .then(['request reconcile'])
    const asked = [opened, passes({ hours: 1 })]
    given(...asked)
      .when(succeeded('reconcile', { found: 0 }))
      .then(['schedule compare'])
    given(...asked, succeeded('reconcile', { found: 0 }))
      .when(passes({ hours: 6 }))
      .then(['request reconcile'])
    given(...asked)
      .when(refused('reconcile', 'UNAVAILABLE'))
      .then(['schedule compare'])
    given(...asked, refused('reconcile', 'UNAVAILABLE'))
      .when(passes({ minutes: 15 }))
      .then(['request reconcile'])
  },
)
