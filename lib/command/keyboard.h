/**
 * @file keyboard.h  Single keys of a terminal
 *
 * Without an Enter, and unseen. Ctrl-C and its like stay what they are. The
 * terminal is as it was before when the keyboard is released.
 */
#ifndef OH_COMMAND_KEYBOARD_H
#define OH_COMMAND_KEYBOARD_H

struct oh_keyboard;

enum { OH_KEYBOARD_END = 0x04 };   /**< Ctrl-D, or the terminal is gone */

/** A key: visible ASCII, or OH_KEYBOARD_END */
typedef void (oh_keyboard_h)(char key, void *arg);

/* NULL, and 0: stdin is no terminal, or it is another's now */
int oh_keyboard_open(struct oh_keyboard **kp, oh_keyboard_h *h, void *arg);

#endif
