import type { Services } from '../../commands/shared/services.ts'

const none = () => Promise.reject(new Error('this command reads no program'))

/** For commands of the operator: nothing of theirs reads or runs a program. */
export const noExecution: Pick<Services, 'circuits' | 'circuitDesk' | 'apps'> = {
  circuits: { analyse: none },
  circuitDesk: { optimise: none, profile: none, close: () => Promise.resolve() },
  apps: {
    programOf: none,
    judge: none,
    checkVersion: none,
    packages: { maxBytes: 0, take: none },
    openPackage: none,
    keepContent: none,
    readContent: none,
    sandbox: { run: none, process: none },
  },
}
