import type { KindOfNotification } from '../kind.ts'

export const ofJobs = {
  'job.completed': {
    on: ['JobCompleted'],
    tells: { person: 'user' },
    severity: 'INFO',
    mailed: false,
    title: 'Job “{name}” is done',
    text: 'Your job “{name}” has completed. Its result is ready.',
    about: 'Job:{jobId}',
  },
  'job.failed': {
    on: ['JobFailed'],
    tells: { person: 'user' },
    severity: 'WARNING',
    mailed: true,
    title: 'Job “{name}” failed',
    text: 'Your job “{name}” failed: {failure.message} ({failure.code})',
    about: 'Job:{jobId}',
  },
  'job.cancelled': {
    on: ['JobCancelled'],
    tells: { person: 'user' },
    severity: 'INFO',
    mailed: false,
    title: 'Job “{name}” was cancelled',
    text: 'Your job “{name}” was cancelled.',
    about: 'Job:{jobId}',
  },
} as const satisfies Readonly<Record<string, KindOfNotification>>
