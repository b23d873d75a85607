/**
 * @file mute.c  Be silent on a live call
 */
#include "base/compat.h"
#include "command/verb.h"

static const struct oh_app_about about = {
	.name     = "mute",
	.synopsis = "mute [options]",
	.verb     = true,
	.summary  = "Sends silence on a live call, whatever is played; they "
		    "are still heard.",
	.examples =
	"mute\n"
	"mute --off",
};

static int mute(struct oh_app *app, int argc, char **argv)
{
	return oh_verb_switch(app, "mute", argc, argv);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, mute, argc, argv);
}
