/** Entry of pages for visitors: islands only, no partial updates. */
import { defineIslands } from './lib/islands';
import { watchPlaceholders } from './lib/placeholder';
import { tellTimeZone } from './lib/time-zone';

defineIslands();
watchPlaceholders();
tellTimeZone();
