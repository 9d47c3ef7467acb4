/** What the transactions of withdrawals are for; the purpose's id is the withdrawal's. A stored name. */
export const withdrawalPurpose = 'WITHDRAWAL'
