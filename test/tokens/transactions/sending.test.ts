import { Wallet } from 'ethers'
import t from 'tap'
import { sendingRound } from '../../../sagas/tokens/transactions/sending/round.ts'
import { startTestChain } from '../../servers/chain.ts'
import { sendingOn } from './world.ts'

t.setTimeout(60_000)
const chain = await startTestChain()
t.teardown(chain.stop)
const { mine, ask: askNode } = chain

const automine = (on: boolean) => askNode('evm_setAutomine', [on])
const somebody = () => Wallet.createRandom().address

t.test('a call is signed, sent, included, and an end once it is final', async (t) => {
  const { transfer, round, standing, story, openSlots, balanceOf } = sendingOn(chain)
  const to = somebody()
  const transactionId = await transfer(to, 5n)
  await round()
  t.match(await standing(transactionId), { inclusion: { status: 'SUCCEEDED' } })
  t.equal((await standing(transactionId)).end, undefined, 'it may still be taken back')
  await mine(2)
  await round()
  t.match(await standing(transactionId), { end: { kind: 'FINALISED', status: 'SUCCEEDED' } })
  t.strictSame(story(transactionId), [
    ...['ChainTransactionRequested', 'NonceAssigned', 'TransactionSigned'],
    ...['TransactionBroadcast', 'TransactionIncluded', 'TransactionFinalised'],
  ])
  t.equal(await balanceOf(to), 5n)
  t.equal(await openSlots(), 0)
})

t.test('what waits too long goes out again for more, and is made once', async (t) => {
  const { transfer, round, standing, story, clock, balanceOf } = sendingOn(chain)
  await automine(false)
  const to = somebody()
  const transactionId = await transfer(to, 7n)
  await round()
  clock.advance(59_000)
  await round()
  t.equal((await standing(transactionId)).attempts.length, 1, 'it has waited less than a minute')
  clock.advance(1_000)
  await round()
  const { attempts } = await standing(transactionId)
  const [first, second] = attempts
  t.ok(second !== undefined && first !== undefined && second.maxFee > first.maxFee)
  await automine(true)
  await mine(3)
  await round()
  t.match(await standing(transactionId), {
    inclusion: { hash: second?.hash },
    end: { kind: 'FINALISED' },
  })
  t.ok(story(transactionId).includes('TransactionReplaced'))
  t.equal(await balanceOf(to), 7n)
})

t.test('what the node forgot is sent again, the same bytes', async (t) => {
  const { transfer, round, standing, story, clock, balanceOf } = sendingOn(chain)
  await automine(false)
  const to = somebody()
  const transactionId = await transfer(to, 9n)
  await round()
  const [sent] = (await standing(transactionId)).attempts
  await askNode('anvil_dropTransaction', [sent?.hash])
  clock.advance(15_000)
  await round()
  t.same(story(transactionId).slice(-2), ['TransactionDropped', 'TransactionBroadcast'])
  await automine(true)
  await mine(3)
  await round()
  t.match(await standing(transactionId), {
    inclusion: { hash: sent?.hash },
    end: { kind: 'FINALISED' },
  })
  t.equal(await balanceOf(to), 9n)
})

t.test('a reorganisation takes it back; it is sent again, and paid once', async (t) => {
  const { transfer, round, standing, story, balanceOf } = sendingOn(chain)
  const to = somebody()
  const transactionId = await transfer(to, 11n)
  await round()
  await chain.reorganise(1)
  t.equal(await balanceOf(to), 0n)
  await round()
  t.ok(story(transactionId).includes('TransactionOrphaned'))
  await mine(3)
  await round()
  const { end, attempts } = await standing(transactionId)
  t.match(end, { kind: 'FINALISED', status: 'SUCCEEDED' })
  t.equal(attempts.length, 1)
  t.equal(await balanceOf(to), 11n)
})

t.test(
  'what a contract would throw out gets no nonce, and ends with the contract’s word',
  async (t) => {
    const { ask, round, standing, story, clock } = sendingOn(chain)
    const transactionId = await ask(
      { contract: 'QVT', method: 'transfer', arguments: [somebody(), '1'] },
      'OPERATOR',
    )
    await round()
    t.equal((await standing(transactionId)).end, undefined, 'what it needs may be on its way')
    clock.advance(3_000)
    await round()
    t.match(await standing(transactionId), {
      end: { kind: 'CANCELLED', code: 'ERC20InsufficientBalance' },
    })
    t.notOk(story(transactionId).includes('NonceAssigned'))
    const nonsense = await ask({ contract: 'QVT', method: 'nothing', arguments: [] })
    await round()
    t.match(await standing(nonsense), { end: { kind: 'CANCELLED', code: 'CALL_INVALID' } })
  },
)

t.test('a call that a trial lets through and its block does not is an end, too', async (t) => {
  const { ask, round, standing, told, process } = sendingOn(chain)
  const trusting = process({ estimateGas: async () => ({ kind: 'returned', gas: 100_000n }) })
  const what = { contract: 'QVT', method: 'transfer', arguments: [somebody(), '1'] }
  const transactionId = await ask(what, 'OPERATOR')
  await sendingRound(trusting)
  await mine(2)
  await round()
  t.match(await standing(transactionId), { end: { kind: 'FINALISED', status: 'REVERTED' } })
  t.match(told(transactionId, 'TransactionReverted'), { code: 'ERC20InsufficientBalance' })
})

t.test('an operator’s wish takes its place while it waits, and comes too late after', async (t) => {
  const { transfer, round, standing, cancel, story, balanceOf } = sendingOn(chain)
  await automine(false)
  const to = somebody()
  const transactionId = await transfer(to, 13n)
  await round()
  await cancel(transactionId)
  await round()
  t.match((await standing(transactionId)).attempts, [{ form: 'CALL' }, { form: 'CANCEL' }])
  await automine(true)
  await mine(3)
  await round()
  t.match(await standing(transactionId), { end: { kind: 'CANCELLED', code: 'OPERATOR' } })
  t.equal(await balanceOf(to), 0n)
  const late = await transfer(to, 1n)
  await round()
  await cancel(late)
  t.notOk(story(late).includes('TransactionCancellationRequested'))
  await mine(2)
  await round()
  t.match(await standing(late), { end: { kind: 'FINALISED' } })
})

t.test('a process that ends after sending leaves what the next one finds', async (t) => {
  const { transfer, round, standing, process, balanceOf } = sendingOn(chain)
  const to = somebody()
  const transactionId = await transfer(to, 17n)
  const dying = process({
    send: async (raw) => {
      await chain.port.send(raw)
      throw new Error('gone')
    },
  })
  await t.rejects(sendingRound(dying), /gone/)
  t.notOk((await standing(transactionId)).attempts[0]?.sentAt, 'that it went out is not on record')
  await mine(2)
  await round()
  t.match(await standing(transactionId), { end: { kind: 'FINALISED' } })
  t.equal((await standing(transactionId)).attempts.length, 1)
  t.equal(await balanceOf(to), 17n)
})

t.test('a nonce that somebody else used up is given up once that is final', async (t) => {
  const { transfer, round, standing, story, balanceOf, openSlots, process } = sendingOn(chain)
  const to = somebody()
  const silent = process({ send: () => Promise.resolve({ kind: 'unknown', detail: 'away' }) })
  const transactionId = await transfer(to, 19n)
  await sendingRound(silent)
  const before = (await standing(transactionId)).slot?.nonce
  await chain.send(chain.treasury, 'QVT', 'approve', [to, '0'])
  await round()
  t.equal((await standing(transactionId)).slot?.nonce, before, 'it may come back')
  await mine(2)
  await round()
  await round()
  t.ok(story(transactionId).includes('NonceLost'))
  t.not((await standing(transactionId)).slot?.nonce, before)
  await mine(2)
  await round()
  t.match(await standing(transactionId), { end: { kind: 'FINALISED' } })
  t.equal(await balanceOf(to), 19n)
  t.equal(await openSlots(), 0)
})
