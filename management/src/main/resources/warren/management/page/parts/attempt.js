/** Does something at a click; what goes wrong is said in a corner. */
import { explain } from './dialog.js';
import { toast } from './toast.js';

export async function attempt(work) {
  try {
    await work();
  } catch (problem) {
    toast(explain(problem), 'warn');
  }
}
