# Stands in for an image with a JDK 25, in which the agent's image is built: Debian's own.
ARG BASE
FROM $BASE
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-25-jdk-headless binutils && rm -rf /var/lib/apt/lists/*
