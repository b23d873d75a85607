/**
 * @file ctl.h  The control protocol: names and limits
 *
 * One JSON object per line over a Unix stream socket, UTF-8, '\n' at the
 * end; documented in offhook-ctl(7).
 *
 *   ◀─ {"schema":"offhook.ctl/1","command":"dial","pid":4711}
 *   ─▶ {"id":1,"call":"0193..","do":"play","files":["/tmp/menu.wav"]}
 *   ◀─ {"id":1,"ok":true,"cause":"done","seconds":2.4}
 *   ─▶ {"id":2,"do":"gather","digits":4}
 *   ◀─ {"id":2,"ok":false,"cause":"no-digits","status":18,"error":".."}
 *
 * Replies come when a request is done, in any order. Who goes away cancels
 * what they were waiting for. Descriptors (pipe) come with SCM_RIGHTS beside
 * the first byte of the line they belong to.
 */
#ifndef OH_CTL_CTL_H
#define OH_CTL_CTL_H

#define OH_CTL_SCHEMA "offhook.ctl/1"

enum {
	OH_CTL_LINE_MAX     = 64 * 1024,  /**< A longer one closes        */
	OH_CTL_CLIENTS_MAX  = 256,
	OH_CTL_REQUESTS_MAX = 64,         /**< Under way, per client      */
	OH_CTL_UNREAD_MAX   = 1024 * 1024,/**< Replies and events nobody
					       takes: then it is closed   */
	OH_CTL_FDS_MAX      = 2,          /**< With one request           */
	OH_CTL_PATH_SIZE    = 108,        /**< sun_path                   */
};

#endif
