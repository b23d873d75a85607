/* Made-up prices for who has no rate list: lib/route/rates-sample.csv. */
	.section .rodata

	.global oh_rates_sample
	.hidden oh_rates_sample
oh_rates_sample:
	.incbin "route/rates-sample.csv"
	.byte 0

	.section .note.GNU-stack, "", %progbits
