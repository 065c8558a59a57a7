# Stands in for motoserver/moto: one endpoint that answers for every AWS service.
ARG BASE
FROM $BASE
RUN apt-get update && apt-get install -y --no-install-recommends \
    python3-moto python3-flask python3-flask-cors python3-pyparsing && rm -rf /var/lib/apt/lists/*
USER nobody
WORKDIR /tmp
EXPOSE 5000
ENTRYPOINT ["/usr/bin/moto_server", "-H", "0.0.0.0"]
CMD ["-p", "5000"]
