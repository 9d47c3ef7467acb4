import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNumber, meta } from '../../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../../shared/rejection.ts'
import { chainSigner, initial, type ChainSigner, type ChainSignerCommand } from './signer.ts'

const { given, after } = decider(chainSigner)
const at = { chain: 'local', address: '0x00000000000000000000000000000000000000A1' }
const on = (n: number) => ({ ...at, transactionId: idNumber(n) })
const request = (n: number) => ({ type: 'RequestSlot', ...on(n) }) as const
const allocate = (n: number, used = 0) => ({ type: 'AllocateSlot', ...on(n), used }) as const
const resolve = (nonce: number) => ({ type: 'ResolveSlot', ...at, nonce }) as const
const fill = (n: number, nonce: number) => ({ type: 'FillSlot', ...on(n), nonce }) as const

t.test('each that waits gets the next nonce, once', async (t) => {
  given().when(allocate(1)).then('NOT_FOUND')
  after(request(1)).when(request(1)).then([])
  after(request(1)).when(allocate(1)).then(['SlotAllocated'])
  after(request(1), allocate(1)).when(allocate(1)).then([])
  after(request(1), allocate(1)).when(request(1)).then([])
  const { open } = after(request(1), allocate(1, 7), request(2), allocate(2, 3)).state
  t.same(
    open.map(({ nonce }) => nonce),
    [7, 8],
  )
})

t.test(
  'what is resolved is open no more; what nobody uses is filled, and nothing beyond',
  async (t) => {
    const two = [request(1), allocate(1), request(2), allocate(2)] as const
    after(...two)
      .when(resolve(0))
      .then(['SlotResolved'])
    after(...two, resolve(0))
      .when(resolve(0))
      .then([])
    t.same(after(...two, fill(9, 0)).state.open[0], { nonce: 0, transactionId: idNumber(9) })
    after(...two)
      .when(fill(9, 2))
      .then('NOT_FOUND')
    after(request(1))
      .when({ type: 'WithdrawSlot', ...on(1) })
      .then(['SlotWithdrawn'])
  },
)

const number = fc.nat(5)
const command: fc.Arbitrary<ChainSignerCommand> = fc.oneof(
  number.map(request),
  fc.tuple(number, fc.nat(9)).map(([n, used]) => allocate(n, used)),
  number.map(resolve),
  number.map((n): ChainSignerCommand => ({ type: 'WithdrawSlot', ...on(n) })),
)

t.test(
  'whatever is wished, no nonce is given twice, and none is left out that the chain did not use',
  async () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (wishes) => {
        let state: ChainSigner = initial
        let above = 0
        for (const wish of wishes) {
          const decision = chainSigner.decide(wish, state, meta)
          if (isRejection(decision)) continue
          for (const event of decision)
            if (event.type === 'SlotAllocated' && wish.type === 'AllocateSlot') {
              if (event.data.nonce !== Math.max(above, wish.used)) return false
              above = event.data.nonce + 1
            }
          state = decision.reduce(chainSigner.evolve, state)
        }
        const ids = state.open.map(({ transactionId }) => transactionId)
        return new Set(ids).size === ids.length
      }),
    )
  },
)
