# Certificates for tests in sh. Source it after lib.sh.

# certificates: two authorities, ca.crt and other.crt; good.pem for
# sim.example, client.pem for us.example, each with its key
certificates() {
	authority ca 'Good CA' && authority other 'Other CA' &&
		certificate good sim.example && certificate client us.example
}

# authority FILE NAME: FILE.crt and FILE.key
authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
		-nodes -days 2 -subj "/CN=$2" -keyout "$1.key" -out "$1.crt" \
		2>certs.log
}

# certificate FILE NAME [AUTHORITY]: FILE.pem; NAME may be an IPv4 address
certificate() {
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-subj "/CN=$2" -keyout "$1.key" -out "$1.csr" 2>certs.log &&
	case $2 in
	*[!0-9.]*) echo "subjectAltName = DNS:$2" ;;
	*)         echo "subjectAltName = IP:$2" ;;
	esac >"$1.ext" &&
	openssl x509 -req -in "$1.csr" -CA "${3:-ca}.crt" \
		-CAkey "${3:-ca}.key" -CAcreateserial -days 2 \
		-extfile "$1.ext" -out "$1.crt" 2>certs.log &&
	cat "$1.crt" "$1.key" >"$1.pem"
}
