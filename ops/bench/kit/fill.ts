import type { EventStore } from '../../../platform/event-store/types.ts'
import { jobStory, storyLength } from './job-story.ts'
import { timeEach } from './statistics.ts'

const width = 64

/** What was appended, and where the last of it stands. */
export type Filled = { readonly events: number; readonly position: bigint }

/** Whole stories of jobs, as many as make `events`, side by side, from the job with the number `first` on. */
export const fillWithJobs = async (
  eventStore: EventStore,
  events: number,
  first = 0,
): Promise<Filled> => {
  let position = 0n
  const stories = Math.ceil(events / storyLength)
  await timeEach(stories, width, async (index) => {
    const story = jobStory(first + index)
    const result = await eventStore.append(story.stream, story.events, 'no-stream')
    if (result.kind !== 'appended') throw new Error(`a story was not appended: ${result.kind}`)
    if (result.position > position) position = result.position
  })
  return { events: stories * storyLength, position }
}
