/**
 * @file menus.h  Menu files, and what is wrong with them
 */
#ifndef OH_COMMAND_MENUS_H
#define OH_COMMAND_MENUS_H

struct oh_app;
struct oh_conf;
struct oh_menu_file;

/* 0 and the file, or the exit status; every fault and warning is printed
   with its file and line */
int oh_menus_load(struct oh_menu_file **fp, struct oh_app *app,
		  const struct oh_conf *conf, const char *path);
/* Only to see whether it can be used */
int oh_menus_check(struct oh_app *app, const struct oh_conf *conf,
		   const char *path);

#endif
