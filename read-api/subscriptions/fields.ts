import { isId } from '../../platform/ids/ids.ts'
import { subjects } from '../../platform/positions/notices.ts'
import { notFound } from '../errors/query-error.ts'
import { builder } from '../schema/builder.ts'
import { Job, Wallet } from '../schema/refs.ts'
import { requirePrincipal } from '../view/caller.ts'
import type { Change } from './changes.ts'

/** Visibility is judged at the start and again with every change, by the same read. */
builder.subscriptionFields((t) => ({
  jobChanged: t.field({
    type: Job,
    description:
      'A job as it is now, then after each change. Who is slow to read gets the newest state, not every one between.',
    args: { jobId: t.arg.id({ required: true, description: 'The hub’s id of the job.' }) },
    subscribe: async (_, { jobId }, { view }): Promise<AsyncIterableIterator<Change>> => {
      requirePrincipal(view.caller, 'jobs:read')
      const job = isId(jobId) ? await view.loaders.jobs.load(jobId) : undefined
      if (job === undefined) throw notFound('job')
      return view.changes(subjects.job(job.job_id), job.position)
    },
    resolve: async (_, { jobId }, { view }) => {
      const job = await view.loaders.jobs.load(jobId)
      if (job === undefined) throw notFound('job')
      return job
    },
  }),
  walletChanged: t.field({
    type: Wallet,
    description:
      'A wallet as it is now, then after each change. Who is slow to read gets the newest state, not every one between.',
    args: { walletId: t.arg.id({ required: true, description: 'The hub’s id of the wallet.' }) },
    subscribe: async (_, { walletId }, { view }): Promise<AsyncIterableIterator<Change>> => {
      requirePrincipal(view.caller, 'billing:read')
      const wallet = await view.loaders.wallets.load(walletId)
      if (wallet === undefined) throw notFound('wallet')
      return view.changes(subjects.wallet(wallet.wallet_id), wallet.position)
    },
    resolve: async (_, { walletId }, { view }) => {
      const wallet = await view.loaders.wallets.load(walletId)
      if (wallet === undefined) throw notFound('wallet')
      return wallet
    },
  }),
}))
