// Whether a lesson is open: whoever has one is led by it alone.
import { useStore } from 'zustand';
import { usePage } from '../page-context.ts';

export function useLessonOpen(): boolean {
  return useStore(usePage().lessons.store, (state) => state.lesson !== undefined);
}
