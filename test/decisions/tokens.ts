import { ledgerIsChain } from '../../ops/demo/tokens/comparing.ts'
import { assemble } from '../../ops/demo/tokens/cast.ts'
import { changeCommission } from '../../ops/demo/tokens/governing.ts'
import { deposit, exchange, withdraw } from '../../ops/demo/tokens/moving.ts'
import { qvt } from '../../ops/demo/tokens/asking.ts'
import { runOnAddress } from '../../ops/demo/tokens/paying.ts'
import { tokenSettings } from '../../ops/demo/tokens/play.ts'
import { rewardWork } from '../../ops/demo/tokens/rewarding.ts'
import { stakeForHours } from '../../ops/demo/tokens/staking.ts'
import type { Story } from './record.ts'
import { failThere, slash, stakeOnFailing } from './slashed.ts'

/**
 * What the hub does with its token, on a local chain: QVT bought, withdrawn, deposited, paid with, staked, voted with, earned
 * and slashed; at the end the ledger is compared with the chain.
 */
export const tokens: Story = {
  settings: tokenSettings,
  play: async (stage) => {
    const cast = await assemble(stage)
    try {
      await exchange(cast)
      await withdraw(cast)
      await deposit(cast, 1_000n * qvt)
      await runOnAddress(cast)
      await stakeForHours(cast)
      await changeCommission(cast)
      const failed = await failThere(cast, await stakeOnFailing(cast))
      await rewardWork(cast)
      await slash(cast)
      await ledgerIsChain(cast)
      const { token } = cast.operator
      await stage.http.send('POST', '/v1/chain-comparisons', {}, { token })
      return 1 + failed
    } finally {
      cast.chain.close()
    }
  },
}
