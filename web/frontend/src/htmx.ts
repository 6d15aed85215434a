/** htmx with its event-stream extension, which looks for a global of that name. */
import './htmx-global';
import 'htmx.org/dist/ext/hx-sse.js';
