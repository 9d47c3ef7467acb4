import type { Addressee } from './conversation.ts'

/** Where a message is told of on the bus: whoever listens is told that it is there, not what it says. */
export const subjectOf = (organisation: string, to: Addressee): string => {
  const base = `qhub.agents.${organisation}`
  switch (to.kind) {
    case 'AGENT':
      return `${base}.agent.${to.agentId}`
    case 'TOPIC':
      return `${base}.topic.${to.topic}`
    case 'ASKER':
      return `${base}.asker.${to.id}`
  }
}
