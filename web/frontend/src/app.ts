/** Entry of signed-in pages: partial updates and the live stream by htmx, and islands. */
import './htmx';
import { defineIslands } from './lib/islands';
import { watchPaletteDoor } from './lib/palette-door';
import { watchPlaceholders } from './lib/placeholder';
import { sendCsrfToken, tellAboutFailures } from './lib/requests';
import { watchShortcuts } from './lib/shortcuts';
import { tellTimeZone } from './lib/time-zone';

sendCsrfToken();
tellAboutFailures();
defineIslands();
watchPlaceholders();
watchPaletteDoor();
watchShortcuts();
tellTimeZone();
