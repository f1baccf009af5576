/** What each contestant of the echo does; echo.py says the same. */

export const CLIENTS = 10;
export const MESSAGE_BYTES = 1024;
/** Of each client. */
export const ROUND_TRIPS = 500;
