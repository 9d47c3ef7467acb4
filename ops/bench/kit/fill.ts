import type { EventStore } from '../../../platform/event-store/types.ts'
import { jobStory, storyLength } from './job-story.ts'
import { timeEach } from './statistics.ts'

const width = 64

/** Whole stories of jobs, as many as make `events`, side by side; how many events were appended. */
export const fillWithJobs = async (
  eventStore: EventStore,
  events: number,
  first = 0,
): Promise<number> => {
  const stories = Math.ceil(events / storyLength)
  await timeEach(stories, width, async (index) => {
    const story = jobStory(first + index)
    const { kind } = await eventStore.append(story.stream, story.events, 'no-stream')
    if (kind !== 'appended') throw new Error(`a story was not appended: ${kind}`)
  })
  return stories * storyLength
}
